import { loadScenario, scenarioNames } from '../scenario/catalog.ts';

/** Every scenario by name and title, a line each. */
export async function scenarioListing(): Promise<string> {
  const names = scenarioNames();
  const width = Math.max(...names.map((name) => name.length));
  // A file that is still being written must not hide the others.
  const title = (name: string): Promise<string> =>
    loadScenario(name).then(
      (loaded) => loaded.title,
      () => 'cannot be loaded; run it to see why',
    );
  const lines = await Promise.all(names.map(async (name) => `  ${name.padEnd(width)}  ${await title(name)}`));
  return `scenarios (npm run scenario NAME):\n${lines.join('\n')}\n`;
}
