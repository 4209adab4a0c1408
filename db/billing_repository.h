#pragma once
#include <string>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/records.h"

namespace gatehouse::db {

// Who is billed. Empty: not said.
struct Billing {
  std::string company = {}, contact = {}, street = {}, postal_code = {}, city = {}, country = {}, vat_id = {},
              email = {}, phone = {}, customer_number = {}, order_number = {}, payment = {};
  bool operator==(const Billing&) const = default;
};

class BillingRepository {
 public:
  explicit BillingRepository(Database& database) : database_(database) {}

  // All empty where nothing was ever said.
  Result<Billing> find(OrganizationId organization);
  Result<void> set(OrganizationId organization, const Billing& billing);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
