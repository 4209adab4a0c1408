// 123456789 as "123 456 789", the way people read it out. Anything but digits stays as it is.
export function groupDigits(id: string): string {
  return /^\d+$/.test(id) ? id.replace(/\B(?=(\d{3})+$)/g, '\u00a0') : id;
}

// What a person typed or pasted, as the appliance wants it: digits without the grouping, aliases without stray spaces.
export function normalizeAddress(typed: string): string {
  const trimmed = typed.trim();
  const digits = trimmed.replace(/[\s\u00a0.-]/g, '');
  return /^\d+$/.test(digits) ? digits : trimmed;
}

interface Addressed {
  id: string;
  alias: string | null;
}

export function addressOf(machine: Addressed): string {
  return machine.alias ?? groupDigits(machine.id);
}

// Several may have one name.
export function calledExactly(machine: Addressed & { name: string }): string {
  return machine.name ? `${machine.name} (${addressOf(machine)})` : addressOf(machine);
}

export function connectPath(address: string): string {
  return `/connect/${encodeURIComponent(normalizeAddress(address))}`;
}
