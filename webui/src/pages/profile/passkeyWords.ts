import { inLanguage } from '../../languages/inLanguage';

export const passkeyWords = inLanguage('passkeys', {
  title: 'Passkeys',
  lead: 'A passkey signs you in by the fingerprint, face or PIN of a device, or by a security key: alone, or after the password.',
  none: 'You have none yet.',
  columns: { passkey: 'Passkey', added: 'Added', used: 'Last used', actions: 'Actions' },
  elsewhere: (name: string) => `for ${name} only`,
  add: 'Add a passkey',
  instead: 'Add a passkey instead',
  addText: 'Your browser asks on which device the passkey is to be, and lets you unlock that device. Nothing of it leaves the device but a public key.',
  name: 'Passkey Name',
  nameHelp: 'By which you know it again, for example “Laptop”.',
  create: 'Create passkey',
  added: (name: string) => `${name} has been added.`,
  noName: 'Passkeys belong to a name, and you opened the portal by an IP address. Open it by its host name to add one.',
  noBrowser: 'This browser offers no passkeys on this page.',
  removeText: 'It no longer signs you in. Delete it on the device as well. Logins that it began go on until you sign out there.',
});
