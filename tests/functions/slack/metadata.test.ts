import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { metadataText, readMetadata } from '../../../functions/slack/surfaces/metadata.ts';

for (const source of ['shortcut', 'command', 'home', 'message'] as const) {
  test(`a modal opened by ${source} comes back as opened by ${source}`, () => {
    const opened = { requestId: 'req-1', source };
    assert.equal(readMetadata(metadataText(opened)), opened);
  });
}

test('a modal opened on a card comes back with the card', () => {
  const opened = {
    requestId: 'req-1',
    source: 'message',
    blockId: 'card',
    message: { channel: 'C0A', ts: '1.2' },
  } as const;
  assert.equal(readMetadata(metadataText(opened)), opened);
});

const tampered: [what: string, text: string, requestId: string][] = [
  ['nothing', '', 'unknown'],
  ['no source', 'req-1', 'req-1'],
  ['a source that no person has', 'req-1 machine', 'req-1'],
  ['a source that every object inherits', 'req-1 constructor', 'req-1'],
  ['a card that cannot be one', 'req-1 message C0A ../1', 'req-1'],
  ['an id that cannot be one', '../req home2', 'unknown'],
];
for (const [what, text, requestId] of tampered) {
  test(`a modal that comes back with ${what} is taken for one from a message`, () => {
    assert.equal(readMetadata(text), { requestId, source: 'message' });
  });
}

test.run();
