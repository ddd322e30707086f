import Sequencer from '@jest/test-sequencer';

/** Begin first, because they take minutes: whoever comes last of these would leave the other core idle at the end. */
const long = [
  'test/properties/replica-equals-query.test.ts',
  'test/properties/replica-equals-query.pg.test.ts',
  'test/real-data/',
  'test/faults/',
  'test/end-to-end/process.test.ts',
];
const place = ({ path }) => {
  const at = long.findIndex((one) => path.includes(one));
  return at < 0 ? long.length : at;
};

/** The long suites first, the others as Jest would have them. */
export default class LongFirst extends Sequencer {
  async sort(tests) {
    const usual = [...(await super.sort(tests))];
    return usual.sort((a, b) => place(a) - place(b));
  }
}
