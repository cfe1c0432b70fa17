// node start-lambda.mjs BUNDLE EVENT NAMES: starts a Lambda once with its whole environment and once without each of
// NAMES, calls it, and prints the name of the error each ended with. AWS is nowhere, so each ends with one.
const [bundle, event, names] = process.argv.slice(2);
const context = { getRemainingTimeInMillis: () => 10_000 };

const outcome = async attempt => {
  try {
    const { handler } = await import(`${bundle}?${attempt}`);
    await handler(JSON.parse(event), context);
    return 'none';
  } catch (error) {
    return error.name;
  }
};

const outcomes = { '': await outcome('whole') };
for (const name of JSON.parse(names)) {
  const value = process.env[name];
  delete process.env[name];
  outcomes[name] = await outcome(name);
  process.env[name] = value;
}
process.stdout.write(`\n${JSON.stringify(outcomes)}\n`);
