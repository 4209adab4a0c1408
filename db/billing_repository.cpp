#include "db/billing_repository.h"

#include "db/access.h"

namespace gatehouse::db {

Result<Billing> BillingRepository::find(OrganizationId organization) {
  return read(database_, [&](Connection& connection) {
    Billing billing;
    Query query(connection,
                "SELECT company, contact, street, postal_code, city, country, vat_id, email, phone,"
                " customer_number, order_number, payment FROM billing WHERE organization_id = ?",
                organization);
    if (!query.next()) return billing;
    for (std::string* field :
         {&billing.company, &billing.contact, &billing.street, &billing.postal_code, &billing.city,
          &billing.country, &billing.vat_id, &billing.email, &billing.phone, &billing.customer_number,
          &billing.order_number, &billing.payment})
      *field = query.text();
    return billing;
  });
}

Result<void> BillingRepository::set(OrganizationId organization, const Billing& billing) {
  return write(database_, [&](Connection& connection) {
    Query(connection,
          "INSERT OR REPLACE INTO billing (organization_id, company, contact, street, postal_code, city,"
          " country, vat_id, email, phone, customer_number, order_number, payment)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          organization, billing.company, billing.contact, billing.street, billing.postal_code, billing.city,
          billing.country, billing.vat_id, billing.email, billing.phone, billing.customer_number,
          billing.order_number, billing.payment)
        .run();
  });
}

}  // namespace gatehouse::db
