import { start } from './workspace/start.ts';

// The SDK's advice on future Node versions is for people who deploy, and nothing is deployed here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

await start({ args: process.argv.slice(2), env: process.env, print: console.log, fail: console.error });
