import { inLanguage } from '../languages/inLanguage';

export const passkeyWords = inLanguage('passkeyFaults', {
  closed:
    'No passkey was used. The browser’s dialog was closed or took too long, or the browser does not use passkeys here because it does not trust the appliance’s certificate.',
  known: 'This device has a passkey of yours already. Use another device, or remove that passkey first.',
  refused: 'This browser refuses passkeys on this page. Open the portal by its host name, with a certificate that the browser trusts.',
  unusable: 'This browser or this device can’t make a passkey that the appliance understands. Try another one.',
});
