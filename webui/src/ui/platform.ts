const systems: Readonly<Record<string, string>> = { linux: 'Linux', windows: 'Windows', macos: 'macOS' };
const processors: Readonly<Record<string, string>> = {
  x86_64: 'x86-64',
  aarch64: 'ARM64',
  armv7l: 'ARMv7',
};

// "linux-x86_64" as people say it. What is not known stays as the machine wrote it.
export function platformName(platform: string): string {
  const [, system = '', processor = ''] = /^(\w+)-(\w+)$/.exec(platform) ?? [];
  if (!Object.hasOwn(systems, system)) return platform;
  return `${systems[system]} ${Object.hasOwn(processors, processor) ? processors[processor] : processor}`;
}
