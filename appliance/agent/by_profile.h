// Who comes in without a password gets what the machine's first attended profile allows, and never more than the machine's
// settings do. Whether they come in is for who stands behind this to say. Loop thread.
#pragma once
#include <memory>

#include "appliance/agent/admission.h"
#include "appliance/agent/profile_file.h"

namespace gatehouse::agent {

class ByProfile final : public Admission {
 public:
  // `person` hears only what the profile leaves of the offer; none: everybody whom the appliance rings comes in. They
  // outlive it.
  ByProfile(ProfileBook& book, policy::Permissions maximum, Admission* person = nullptr)
      : book_(book), maximum_(maximum), person_(person) {}
  void set(policy::Permissions maximum) { maximum_ = maximum; }
  policy::Permissions maximum() const { return maximum_; }

  void ask(const Visitor& visitor, std::function<void(Verdict)> answer) override;
  void came_in(const Visitor& visitor, const Grant& grant) override {
    if (person_ != nullptr) person_->came_in(visitor, grant);
  }
  void left(std::uint64_t call) override {
    if (person_ != nullptr) person_->left(call);
  }

 private:
  ProfileBook& book_;
  policy::Permissions maximum_;
  Admission* const person_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // answers may come late
};

}  // namespace gatehouse::agent
