import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

import { words } from './words';

const schemes = [
  { value: 'auto', icon: IconDeviceDesktop },
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
] as const;

export function SchemeItems() {
  // Mantine's way to hold transitions still while switching is a <style> element, which the page's policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{words.scheme}</Menu.Label>
      {schemes.map(({ value, icon: Icon }) => (
        <Menu.Item
          key={value}
          closeMenuOnClick={false}
          leftSection={<Icon size={18} aria-hidden />}
          rightSection={colorScheme === value && <IconCheck size={16} role="img" aria-label={words.chosen} />}
          onClick={() => setColorScheme(value)}
        >
          {words.schemes[value]}
        </Menu.Item>
      ))}
    </>
  );
}
