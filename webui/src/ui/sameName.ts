// Whether somebody typed this name, to show that they mean it: capital letters and spaces are no matter.
export function isSameName(typed: string, name: string): boolean {
  return tidied(typed) === tidied(name);
}

const tidied = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
