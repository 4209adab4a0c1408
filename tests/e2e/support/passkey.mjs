// Authenticators: Chromium's own virtual one for pages, and one in this program for those who speak to the API alone.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * A device with passkeys, whose owner is at hand and is verified: one for all pages, whatever they add to it. Chromium forgets the
 * virtual one whenever a page is loaded anew or looked at (looks.mjs); `before(page)` puts it there again.
 */
export function virtualAuthenticator() {
  const credentials = new Map();
  const sessions = new Map();
  const device = { verifies: true, credentials, before };

  async function before(page) {
    await sessions.get(page)?.detach();
    const session = await page.context().newCDPSession(page);
    sessions.set(page, session);
    for (const event of ['WebAuthn.credentialAdded', 'WebAuthn.credentialAsserted'])
      session.on(event, ({ credential }) => credentials.set(credential.credentialId, credential));
    await session.send('WebAuthn.enable', { enableUI: false });
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: device.verifies,
        automaticPresenceSimulation: true,
      },
    });
    for (const credential of credentials.values()) await session.send('WebAuthn.addCredential', { authenticatorId, credential });
  }
  return device;
}

const hash = (data) => createHash('sha256').update(data).digest();
const text = (bytes) => Buffer.from(bytes).toString('base64url');

/** Bodies for the API, as a page at this origin would make them. */
export function softwareAuthenticator(origin) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let userHandle;
  const clientData = (type, challenge) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const data = (rpId, flags, rest = []) => Buffer.concat([hash(rpId), Buffer.from([flags]), Buffer.alloc(4), ...rest]);
  return {
    make(invitation, name) {
      userHandle = invitation.user_handle;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      return {
        name,
        id: text(id),
        client_data: text(clientData('webauthn.create', invitation.challenge)),
        authenticator_data: text(data(invitation.rp_id, 0x45, [Buffer.alloc(16), length, id, Buffer.from([0xa0])])),
        public_key: text(publicKey.export({ type: 'spki', format: 'der' })),
        algorithm: -7,
      };
    },
    show(question) {
      const said = clientData('webauthn.get', question.challenge);
      const signed = data(question.rp_id, 0x05);
      return {
        passkey: {
          id: text(id),
          client_data: text(said),
          authenticator_data: text(signed),
          signature: text(sign('sha256', Buffer.concat([signed, hash(said)]), privateKey)),
          user_handle: userHandle,
        },
      };
    },
  };
}
