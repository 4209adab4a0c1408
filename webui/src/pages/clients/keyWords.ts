import { inLanguage } from '../../languages/inLanguage';

export const keyWords = inLanguage('deviceKeys', {
  title: 'Key',
  fingerprint: 'Fingerprint',
  purpose:
    'Sessions are sealed for this key, so that only the machine itself can open them. Gatehouse writes the same fingerprint into the machine’s own log when it starts there.',
  none: 'The machine shows its key when it is online for the first time.',
  changed: 'This machine came with another key',
  changedText:
    'Either it was set up again, or another computer poses as it. Nobody can connect to it until the new key is confirmed.',
  known: 'Key it had',
  offered: 'New key',
  confirm: 'Confirm new key',
  confirmTitle: (name: string) => `Confirm the new key of ${name}?`,
  yes: 'Say yes when you know why the key changed:',
  yesText: 'the machine was installed anew, or its Gatehouse data was deleted.',
  no: 'Say no when nobody knows.',
  noText: 'Another computer may pose as it, and would get all that people type into it. Look at the machine itself first.',
  compare: 'To be sure, compare this with the fingerprint in the machine’s own log:',
  confirmed: (name: string) => `The new key of ${name} is confirmed. It can be reached again.`,
  whoMay: 'Somebody who may edit clients has to confirm it. Ask your administrator.',
  badge: 'New key',
  only: 'Only machines with a new key',
});
