import type { Quantity } from '../model/expectation.ts';
import type { RunRecord } from '../record/run-record.ts';
import type { Measured, Measurement } from './measurement.ts';
import { quantities } from './quantities/index.ts';
import type { QuantityName, Settings } from './quantities/quantity-kind.ts';
import type { Span } from './select.ts';

/** Measures one quantity over the connects, readings and queries of one span of the run. */
export function measure(record: RunRecord, quantity: Quantity, span: Span): Measurement {
  return { ...measured(quantity.of, record, quantity, span), unit: unitOf(quantity) };
}

/** The type parameter ties the settings to the kind that they belong to. */
function measured<Of extends QuantityName>(of: Of, record: RunRecord, settings: Settings[Of], span: Span): Measured {
  return quantities[of].measure(record, settings, span);
}

function unitOf(quantity: Quantity): string {
  const unit: string | Readonly<Record<string, string>> = quantities[quantity.of].unit;
  return typeof unit === 'string' ? unit : (('as' in quantity ? unit[quantity.as] : undefined) ?? '');
}
