// Sees that an organization is gone from the store, whoever removed it, in this process or another (`gatehouse
// organization remove`), and has its machines and relays cut. Called by Portal::tick() alone.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "db/records.h"

namespace gatehouse::portal {

struct Services;

class OrganizationWatch {
 public:
  void tick(Services& services);

 private:
  std::vector<db::OrganizationId> known_;  // in order
  // The highest number that any ever had, at the last look: one may come and go between two. Nothing: not looked yet.
  std::optional<std::int64_t> newest_;
};

}  // namespace gatehouse::portal
