-- When a machine may be reached, as policy/business_hours.h writes it; empty: always.
ALTER TABLE client ADD COLUMN opening_hours TEXT NOT NULL DEFAULT '';
