/** Adds decimals without drift, as PostgreSQL's numeric does, and answers the nearest number. */
export function exactSum(values: readonly number[]): number {
  const parts = values.map(decimal);
  const places = Math.max(0, ...parts.map((part) => part.places));
  const total = parts.reduce((sum, { digits, places: own }) => sum + digits * 10n ** BigInt(places - own), 0n);
  return Number(`${total}e-${places}`);
}

function decimal(value: number): { digits: bigint; places: number } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}
