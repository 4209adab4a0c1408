import type { Plugin } from 'vite';

const DECODER = '/src/viewer/h264/H264Decoder.ts';

// noVNC would decode a picture on trial before any of it can be used, and keeps for good what it found. Here each screen knows
// whether H.264 is of use to it (viewer/RemoteScreen.ts), and goes without from one moment to the next. And a raw tile that waits for a
// picture ahead of it would be taken from the wrong place.
const CHANGES: Readonly<Record<string, [what: string, instead: string]>> = {
  '/core/util/browser.js': ['supportsWebCodecsH264Decode = await _checkWebCodecsH264DecodeSupport();', ''],
  '/core/display.js': ['new Uint8Array(arr.buffer, 0, newArr.length)', 'arr.subarray(offset, offset + newArr.length)'],
  '/core/rfb.js': ['if (supportsWebCodecsH264Decode)', 'if (this.takesH264)'],
};

// noVNC with our own decoder of Open H.264 in place of its own, which takes each slice for a picture.
export function novnc(): Plugin {
  return {
    name: 'gatehouse-novnc',
    enforce: 'pre',
    config: () => ({ optimizeDeps: { exclude: ['@novnc/novnc'] } }), // what is made ready ahead passes no plugin
    resolveId(source, importer) {
      return source.endsWith('/decoders/h264.js') && importer?.includes('/@novnc/novnc/core/') ? this.resolve(DECODER) : undefined;
    },
    transform(code, id) {
      const place = Object.keys(CHANGES).find((end) => id.endsWith(`/@novnc/novnc${end}`));
      if (place === undefined) return undefined;
      const [what, instead] = CHANGES[place]!;
      if (code.split(what).length !== 2) this.error(`noVNC has changed: ${what} is not there once`);
      return code.replace(what, instead);
    },
  };
}
