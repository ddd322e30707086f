import { Refusal, type Door } from './door.ts';
import { Misused, type Given } from './given.ts';
import { note, say } from './say.ts';

function inputOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Misused('The input is JSON: genkan call delete-record \'{"module":"Deals","id":"..."}\'');
  }
}

/** Issues one command and prints its answer as JSON. `--key`: the key of an earlier try, which then happens at most once. */
export async function call(door: Door, { words, flags }: Given): Promise<number> {
  const [name, text = '{}'] = words;
  if (name === undefined) throw new Misused("Say which: genkan call <command> '<input as JSON>'");
  const input = inputOf(text);
  const key = flags.key ?? crypto.randomUUID();
  try {
    const answer = await door.post(`/api/commands/${encodeURIComponent(name)}`, input, {
      'idempotency-key': key,
    });
    say(JSON.stringify(answer, null, 2));
    return 0;
  } catch (error) {
    if (error instanceof Refusal) {
      note(`${error.code}: ${error.message}`);
      for (const { path, message } of error.issues) note(`  ${path}: ${message}`);
    } else {
      note(
        `${String(error instanceof Error ? error.message : error)}\nIt is unknown whether it happened: repeat it with --key ${key}`,
      );
    }
    return 1;
  }
}
