import { describe } from '@jest/globals';
import { folderOfOwn } from '../properties/rig/own-place.ts';
import { describeKillsBeforeConversion } from './killed-before-conversion.contract.ts';

describe('the embedded database', () => {
  // The answer is sent when the cause is stored; the conversion takes the process longer than the kill takes us.
  describeKillsBeforeConversion(folderOfOwn, async (_place, cause, kill) => {
    await cause();
    await kill();
  });
});
