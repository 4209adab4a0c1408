// Whether this browser says that it decodes what our machines send: constrained baseline. Whether it does shows with the
// first picture; the screen does not wait for either.
export async function canDecode(): Promise<boolean> {
  if (!('VideoDecoder' in globalThis)) return false; // also where the page is not secure
  try {
    const config = { codec: 'avc1.42c028', codedWidth: 1920, codedHeight: 1080, optimizeForLatency: true };
    return (await VideoDecoder.isConfigSupported(config)).supported === true;
  } catch {
    return false;
  }
}
