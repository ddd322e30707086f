/** Two letters of a Latin name, one character of another. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '');
  return /^[\p{Script=Latin}]/u.test(name) ? letters.join('').toUpperCase() : (letters[0] ?? '');
}
