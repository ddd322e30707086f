/** The longest word, in bytes: NOTIFY takes less than 8,000. */
export const longestWord = 7_800;

/**
 * What nodes tell each other beside hints: said once, to every node and the one that says it, never kept. A word may be
 * lost, come late or be forged: whoever hears it judges it (SEC-35).
 */
export interface Words {
  /** ASCII text of at most `longestWord` characters; a longer one is a defect and throws. */
  say(word: string): void;
  /** Returns how to stop. */
  hear(heard: (word: string) => void): () => void;
}

export function requireShort(word: string): string {
  if (Buffer.byteLength(word) > longestWord) throw new Error(`A word of ${word.length} characters is too long.`);
  return word;
}
