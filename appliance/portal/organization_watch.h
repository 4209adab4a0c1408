// Sees that an organisation is gone from the store, whoever removed it, in this process or another (`gatehouse
// organization remove`), and has its machines and relays cut. Called by Portal::tick() alone.
#pragma once
#include <vector>

#include "db/records.h"

namespace gatehouse::portal {

struct Services;

class OrganizationWatch {
 public:
  void tick(Services& services);

 private:
  std::vector<db::OrganizationId> known_;  // in order
};

}  // namespace gatehouse::portal
