// "reception desk-2026-11-21-154209.png": no character that a file system or a shell takes amiss.
export function screenshotName(machineName: string, now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const name = machineName
    .replace(/[^\p{L}\p{N} _-]+/gu, '-')
    .replace(/^[\s-]+|[\s-]+$/g, '')
    .slice(0, 60);
  return `${name || 'screen'}-${day}-${time}.png`;
}

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
