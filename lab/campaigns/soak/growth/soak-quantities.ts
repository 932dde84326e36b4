/** A quantity that is read between two runs of a soak. */
export interface SoakQuantity {
  readonly title: string;
  readonly unit: 'bytes' | 'things';
  /** The most that it may grow per run. */
  readonly limitPerRun: number;
  /** The reason for this limit. */
  readonly why: string;
}

const kibibyte = 1024;

/** One thing left behind in fifty runs is a leak; fewer are not. */
const oneInFifty = { unit: 'things', limitPerRun: 0.02, why: 'one left behind in fifty runs' } as const;

/** File system blocks have 4 KiB: one block in eight runs is less than any file of a run. */
const lessThanAFile = { unit: 'bytes', limitPerRun: 512, why: 'less than one file of a run in eight runs' } as const;

export const soakQuantities = {
  heap: {
    title: 'JavaScript heap after garbage collection, without code',
    unit: 'bytes',
    limitPerRun: 24 * kibibyte,
    why: 'less than what one run records',
  },
  buffers: {
    title: 'memory of buffers outside the heap',
    unit: 'bytes',
    limitPerRun: 8 * kibibyte,
    why: 'less than one stream’s buffer',
  },
  resident: {
    title: 'resident memory of the lab',
    unit: 'bytes',
    limitPerRun: 512 * kibibyte,
    why: 'tolerance for the allocator; a thousand runs stay within half a gigabyte',
  },
  openFiles: { title: 'open files', ...oneInFifty },
  resources: { title: 'active handles and requests', ...oneInFifty },
  children: { title: 'child processes', ...oneInFifty },
  containers: { title: 'containers, without those of other labs', ...oneInFifty },
  networks: { title: 'networks, without those of other labs', ...oneInFifty },
  volumes: { title: 'volumes', ...oneInFifty },
  images: { title: 'images', ...oneInFifty },
  danglingImages: { title: 'unnamed images', ...oneInFifty },
  layers: { title: 'image layers', ...lessThanAFile },
  engineFolder: { title: 'data folder of the engine', ...lessThanAFile },
  engineLog: {
    title: 'log of the lab’s own engine',
    unit: 'bytes',
    limitPerRun: 8 * kibibyte,
    why: 'containerd’s five lines for each of five containers; the next lab truncates it above 1 MiB',
  },
  temporary: { title: 'temporary files', ...lessThanAFile },
  caches: { title: 'the lab’s caches', ...lessThanAFile },
  otherRecords: { title: '.wraplab, without this soak', ...lessThanAFile },
} as const satisfies Readonly<Record<string, SoakQuantity>>;

export type SoakQuantityId = keyof typeof soakQuantities;

export const soakQuantityIds = Object.keys(soakQuantities) as SoakQuantityId[];

/** The values read after one run; null: does not exist on this machine, or is not readable. */
export type SoakReading = Readonly<Record<SoakQuantityId, number | null>>;
