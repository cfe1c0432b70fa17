/** Test files that share a process. */
export type Batch = { name: string; files: string[] };

/**
 * The files under each folder of `together` as one batch, in the place of its first; every other file as a batch of its
 * own.
 */
export function batchesOf(files: readonly string[], together: readonly string[]): Batch[] {
  const batches = new Map<string, Batch>();
  for (const file of files) {
    const name = together.find(folder => file.startsWith(`${folder}/`)) ?? file;
    const batch = batches.get(name) ?? { name, files: [] };
    batch.files.push(file);
    batches.set(name, batch);
  }
  return [...batches.values()];
}
