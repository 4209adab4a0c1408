import rfb from '@novnc/novnc?raw';
import browser from '../../node_modules/@novnc/novnc/core/util/browser.js?raw';
import display from '../../node_modules/@novnc/novnc/core/display.js?raw';
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
    for (const call of ['_resize', '_sendEncodings', '_handleMouseButton']) expect(rfb).toContain(`this.${call}(`);
    expect(rfb).toContain('return this._handleServerFenceMsg()');
    expect(rfb).toMatch(/if \(this\._flushing\) \{\s*break/);
  });

  it('takes pictures that are not decoded yet', () => {
    for (const use of ['a.frame.ready', 'a.frame.promise.then(', 'let frame = a.frame.frame', 'this.drawImage(frame,', 'frame.close()']) {
      expect(display).toContain(use);
    }
    expect(rfb).toContain("import H264Decoder from \"./decoders/h264.js\"");
    expect(rfb).toContain('this._decoders[encodings.encodingH264] = new H264Decoder()');
    expect(rfb).toMatch(/^ {4}fbUpdateRequest\(sock, incremental, x, y, w, h\)/m);
  });

  it('decodes nothing on trial but where scripts/novnc.ts changes it', () => {
    expect(browser.match(/\bawait _/g)).toHaveLength(1);
    expect(rfb.match(/supportsWebCodecsH264Decode\b/g)).toHaveLength(2);
  });

  it('finds all it wants of a raw channel', () => {
    const wanted = /const rawChannelProps = \[([^\]]+)\]/.exec(websock)?.[1]?.match(/\w+/g) ?? [];
    expect(wanted.length).toBeGreaterThan(5);
    const channel = new RfbChannel({ send: () => {}, buffered: 0 }, () => {});
    const has = [...Object.keys(channel), ...Object.getOwnPropertyNames(RfbChannel.prototype)];
    expect(has).toEqual(expect.arrayContaining(wanted));
  });
});
