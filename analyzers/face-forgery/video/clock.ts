/** A moment of a film as people read it: `01:02:03.45`, without hours where there are none. */
export function clock(ms: number): string {
  const text = new Date(Math.min(ms, 863_999_999)).toISOString().slice(11, 22);
  const days = ms >= 86_400_000 ? `${Math.floor(ms / 86_400_000)} d ` : '';
  return days === '' && text.startsWith('00:') ? text.slice(3) : `${days}${text}`;
}
