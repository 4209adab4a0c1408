// What has to be typed so that a text which read `before` reads `after`, when one can only delete at its end and add to it.
// An input method changes words it already wrote; this is how the change reaches the machine.
export function difference(before: string, after: string): { deleted: number; added: string } {
  const old = [...before];
  const now = [...after];
  let same = 0;
  while (same < old.length && same < now.length && old[same] === now[same]) same += 1;
  return { deleted: old.length - same, added: now.slice(same).join('') };
}
