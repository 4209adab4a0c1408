import rfb from '@novnc/novnc?raw';
import websock from '../../node_modules/@novnc/novnc/core/websock.js?raw';
import { describe, expect, it } from 'vitest';

import remoteScreen from './RemoteScreen.ts?raw';
import { RfbChannel } from './RfbChannel';

// RemoteScreen uses noVNC's inner parts, which may be gone in another version without a word.
describe('this version of noVNC', () => {
  it.each([...new Set(remoteScreen.match(/\b_\w+/g))])('still has %s', (name) => {
    const owner = name === '_allKeysUp' ? 'this._keyboard' : 'class RFB';
    expect(rfb).toContain(owner);
    if (name !== '_allKeysUp') expect(rfb).toMatch(new RegExp(`^ {4}${name}\\(|this\\.${name} = `, 'm'));
  });

  it('calls what RemoteScreen overrides through the instance', () => {
    for (const call of ['this._handleMessage.bind(this)', 'this._framebufferUpdate()', 'this._handleDataRect()']) {
      expect(rfb).toContain(call);
    }
    expect(rfb).toContain('return this._handleExtendedDesktopSize()');
    expect(rfb).toContain('this._resize(');
  });

  it('finds all it wants of a raw channel', () => {
    const wanted = /const rawChannelProps = \[([^\]]+)\]/.exec(websock)?.[1]?.match(/\w+/g) ?? [];
    expect(wanted.length).toBeGreaterThan(5);
    const channel = new RfbChannel({ send: () => {}, buffered: 0 }, () => {});
    const has = [...Object.keys(channel), ...Object.getOwnPropertyNames(RfbChannel.prototype)];
    expect(has).toEqual(expect.arrayContaining(wanted));
  });
});
