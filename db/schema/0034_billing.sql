-- Who is billed for an organisation's licence, for the records: nothing is charged here. Empty: not said.
CREATE TABLE billing (
  organization_id INTEGER PRIMARY KEY REFERENCES organization (id) ON DELETE CASCADE,
  company TEXT NOT NULL CHECK (length(company) <= 200),
  contact TEXT NOT NULL CHECK (length(contact) <= 200),
  street TEXT NOT NULL CHECK (length(street) <= 200),
  postal_code TEXT NOT NULL CHECK (length(postal_code) <= 20),
  city TEXT NOT NULL CHECK (length(city) <= 100),
  country TEXT NOT NULL CHECK (length(country) <= 100),
  vat_id TEXT NOT NULL CHECK (length(vat_id) <= 50),
  email TEXT NOT NULL CHECK (length(email) <= 254),
  phone TEXT NOT NULL CHECK (length(phone) <= 50),
  customer_number TEXT NOT NULL CHECK (length(customer_number) <= 100),
  order_number TEXT NOT NULL CHECK (length(order_number) <= 100),
  payment TEXT NOT NULL CHECK (length(payment) <= 1000)
) STRICT;
