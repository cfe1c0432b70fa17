import { run } from './run.ts';
import { terminal } from './wire.ts';

const main = async (): Promise<void> => {
  const deps = terminal();
  try {
    process.exitCode = await run(process.argv.slice(2), deps);
  } catch (error) {
    deps.err(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    process.exitCode = 1;
  }
};

await main();
