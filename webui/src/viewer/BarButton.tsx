import { Tooltip, VisuallyHidden } from '@mantine/core';
import { forwardRef, useId, type ComponentPropsWithoutRef, type ReactNode } from 'react';

import classes from './bar.module.css';


interface BarButtonProps extends ComponentPropsWithoutRef<'button'> {
  label: string;
  icon: ReactNode;
  // A switch: whether it is on.
  isOn?: boolean;
  // With its words beside the icon, where there is room and nobody hovers.
  hasWords?: boolean;
  // Why it can't be used now. It stays in the tab order, so that everybody can find out.
  why?: string;
}

// A button of the bar: an icon whose words are in its tooltip.
export const BarButton = forwardRef<HTMLButtonElement, BarButtonProps>(function BarButton(
  { label, icon, isOn, hasWords, why, onClick, className, ...rest },
  ref,
) {
  const whyId = useId();
  return (
    <Tooltip
      label={why ? `${label}: ${why}` : label}
      disabled={hasWords && !why}
      openDelay={400}
      multiline
      maw={280}
      events={{ hover: true, focus: true, touch: Boolean(why) }}
    >
      <button
        {...rest}
        ref={ref}
        type="button"
        className={className ? `${classes.barButton} ${className}` : classes.barButton}
        aria-label={label}
        aria-pressed={isOn}
        aria-disabled={why ? true : undefined}
        aria-describedby={why ? whyId : undefined}
        onClick={why ? undefined : onClick}
      >
        {icon}
        {hasWords && <span aria-hidden>{label}</span>}
        {why && <VisuallyHidden id={whyId}>{why}</VisuallyHidden>}
      </button>
    </Tooltip>
  );
});
