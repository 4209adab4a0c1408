// In what order a machine decides over a visitor: the access list first, which asks nobody; then who lets in.
#pragma once
#include <functional>

#include "appliance/agent/admission.h"
#include "appliance/base/log.h"
#include "appliance/policy/access_list.h"

namespace gatehouse::agent {

class Doorkeeper final : public Admission {
 public:
  // `now`: seconds since 1970, by which entries of the list end.
  Doorkeeper(Admission& inside, std::function<std::int64_t()> now) : inside_(inside), now_(std::move(now)) {}

  // For visitors to come.
  void set_access(policy::AccessList list) { list_ = std::move(list); }

  void ask(const Visitor& visitor, std::function<void(Verdict)> answer) override;
  void answered(std::uint64_t call, std::string_view answer) override { inside_.answered(call, answer); }
  void left(std::uint64_t call) override { inside_.left(call); }

 private:
  Admission& inside_;
  const std::function<std::int64_t()> now_;
  policy::AccessList list_;
  log::LineLimit refused_;
};

}  // namespace gatehouse::agent
