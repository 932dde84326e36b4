/** What is read between two runs of a soak. */
export interface SoakQuantity {
  readonly title: string;
  readonly unit: 'bytes' | 'things';
  /** It may grow by no more than this from run to run. */
  readonly limitPerRun: number;
  /** Why that much, and no less. */
  readonly why: string;
}

const kibibyte = 1024;

/** One thing that stays behind in fifty runs is one too many; less is none. */
const oneInFifty = { unit: 'things', limitPerRun: 0.02, why: 'one left behind in fifty runs' } as const;

/** Blocks of a file system are of 4 KiB: one in eight runs is less than any file of a run. */
const lessThanAFile = { unit: 'bytes', limitPerRun: 512, why: 'less than one file of a run in eight runs' } as const;

export const soakQuantities = {
  heap: {
    title: 'JavaScript heap after a collection, without code',
    unit: 'bytes',
    limitPerRun: 24 * kibibyte,
    why: 'less than what one run records',
  },
  buffers: {
    title: 'memory of buffers outside of the heap',
    unit: 'bytes',
    limitPerRun: 8 * kibibyte,
    why: 'less than one stream’s buffer',
  },
  resident: {
    title: 'resident memory of the lab',
    unit: 'bytes',
    limitPerRun: 512 * kibibyte,
    why: 'the allocator’s own habits; a thousand runs then stay within half a gigabyte',
  },
  openFiles: { title: 'open files', ...oneInFifty },
  resources: { title: 'handles and requests that are active', ...oneInFifty },
  children: { title: 'child processes', ...oneInFifty },
  containers: { title: 'containers, but those of other labs', ...oneInFifty },
  networks: { title: 'networks, but those of other labs', ...oneInFifty },
  volumes: { title: 'volumes', ...oneInFifty },
  images: { title: 'images', ...oneInFifty },
  danglingImages: { title: 'images without a name', ...oneInFifty },
  layers: { title: 'layers of images', ...lessThanAFile },
  engineFolder: { title: 'data folder of the engine', ...lessThanAFile },
  engineLog: {
    title: 'log of the lab’s own engine',
    unit: 'bytes',
    limitPerRun: 8 * kibibyte,
    why: 'containerd’s five lines for each of five containers; above 1 MiB the next lab begins it anew',
  },
  temporary: { title: 'temporary files', ...lessThanAFile },
  caches: { title: 'the lab’s caches', ...lessThanAFile },
  otherRecords: { title: '.wraplab, but this soak', ...lessThanAFile },
} as const satisfies Readonly<Record<string, SoakQuantity>>;

export type SoakQuantityId = keyof typeof soakQuantities;

export const soakQuantityIds = Object.keys(soakQuantities) as SoakQuantityId[];

/** What was read after one run; null: there is no such thing on this machine, or it may not be read. */
export type SoakReading = Readonly<Record<SoakQuantityId, number | null>>;
