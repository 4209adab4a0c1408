import { Popover } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

import classes from './bar.module.css';
import { BarButton } from './BarButton';

export interface PanelProps {
  isOpen: boolean;
  onToggle(): void;
  onClose(): void;
  // Closes it and goes back to the screen.
  onLeave(): void;
}

interface BarPanelProps extends PanelProps {
  label: string;
  icon: ReactElement;
  hasWords?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

// A button of the bar with what hangs below it.
export function BarPanel({ label, icon, hasWords, className, isOpen, onToggle, onClose, onLeave, children }: BarPanelProps) {
  return (
    <Popover
      opened={isOpen}
      // A click elsewhere takes the focus there; Esc leads to the screen, where Mantine would lead to the button.
      onChange={(opened) => !opened && onClose()}
      closeOnEscape={false}
      position="bottom-end"
      width={360}
      shadow="lg"
      trapFocus
      transitionProps={{ duration: 0 }}
      returnFocus={false}
    >
      <Popover.Target>
        <BarButton label={label} icon={icon} hasWords={hasWords} className={className} onClick={onToggle} />
      </Popover.Target>
      <Popover.Dropdown
        aria-label={label}
        className={classes.dropdown}
        onKeyDown={(event) => event.key === 'Escape' && onLeave()}
      >
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
