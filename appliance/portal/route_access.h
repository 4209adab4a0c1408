// Who may use a route. Every row of the route table says it; there is nothing it could fall back to.
#pragma once
#include <optional>

#include "appliance/auth/login_service.h"
#include "appliance/policy/license.h"
#include "appliance/policy/roles.h"

namespace gatehouse::portal {

class RouteAccess {
 public:
  enum class Kind {
    open,             // everybody
    loopback,         // programs on this machine
    setup,            // everybody with the set-up code, until the owner exists; then the route does not
    login,            // whoever is signed in
    section,          // signed in, with at least `level` in `section`
    owner,            // Owners, for what belongs to no section
    appliance_owner,  // Owners of the appliance's own organization
  };

  RouteAccess() = delete;
  static consteval RouteAccess open() { return RouteAccess(Kind::open); }
  static consteval RouteAccess loopback() { return RouteAccess(Kind::loopback); }
  static consteval RouteAccess setup() { return RouteAccess(Kind::setup); }
  static consteval RouteAccess login() { return RouteAccess(Kind::login); }
  static consteval RouteAccess section(policy::Section section, policy::Level level) {
    if (level == policy::Level::none) throw "a route that asks for no access is not protected";
    return RouteAccess(Kind::section, section, level);
  }
  // Both to no token, as long as nothing else is said.
  static consteval RouteAccess owner() { return RouteAccess(Kind::owner); }
  static consteval RouteAccess appliance_owner() { return RouteAccess(Kind::appliance_owner); }

  // Also to API tokens. A section's routes are, except those of the own profile.
  consteval RouteAccess by_token() const { return with_tokens(true); }
  // To nobody but a person who is signed in.
  consteval RouteAccess in_person() const { return with_tokens(false); }

  // Something that can't be undone, or widens rights: whoever is signed in must have shown lately who they are. To make an
  // API token one had to; it is not asked again.
  consteval RouteAccess confirmed() const {
    RouteAccess access = *this;
    if (!access.needs_login()) throw "nobody is signed in there";
    access.wants_confirmation_ = true;
    return access;
  }

  // To nobody whose organization's license doesn't have that.
  consteval RouteAccess licensed(policy::Feature feature) const {
    RouteAccess access = *this;
    if (!access.needs_login()) throw "nobody is signed in there";
    access.feature_ = feature;
    return access;
  }

  // Also to who must set up a second factor before anything else: what it takes to do so.
  consteval RouteAccess to_set_up_factor() const {
    RouteAccess access = *this;
    if (!access.needs_login()) throw "nobody is signed in there";
    access.wants_factor_ = false;
    return access;
  }

  constexpr Kind kind() const { return kind_; }
  // Closed to who must have a second factor and has none?
  constexpr bool wants_factor() const { return wants_factor_; }
  constexpr bool takes_tokens() const { return takes_tokens_; }
  constexpr bool wants_confirmation() const { return wants_confirmation_; }
  // What a license must have; nothing: each will do.
  constexpr std::optional<policy::Feature> feature() const { return feature_; }
  constexpr bool needs_login() const {
    return kind_ == Kind::login || kind_ == Kind::section || kind_ == Kind::owner ||
           kind_ == Kind::appliance_owner;
  }
  // Is what somebody has who is signed in enough?
  bool allows(const auth::Identity& who) const {
    switch (kind_) {
      case Kind::section:
        return who.rights.access.allows(section_, level_);
      case Kind::owner:
        return who.rights.owner;
      case Kind::appliance_owner:
        return who.rights.owner && who.organization.appliance;
      case Kind::open:
      case Kind::loopback:
      case Kind::setup:
      case Kind::login:
        break;
    }
    return true;
  }
  // Only for Kind::section.
  constexpr policy::Section section() const { return section_; }
  constexpr policy::Level level() const { return level_; }

 private:
  consteval explicit RouteAccess(Kind kind, policy::Section section = {},
                                 policy::Level level = policy::Level::none)
      : kind_(kind),
        section_(section),
        level_(level),
        takes_tokens_(kind == Kind::section && section != policy::Section::personal_profile) {}
  consteval RouteAccess with_tokens(bool takes) const {
    if (!needs_login()) throw "nobody is signed in there";
    RouteAccess access = *this;
    access.takes_tokens_ = takes;
    return access;
  }

  Kind kind_;
  policy::Section section_;
  policy::Level level_;
  bool takes_tokens_;
  bool wants_confirmation_ = false, wants_factor_ = true;
  std::optional<policy::Feature> feature_;
};

}  // namespace gatehouse::portal
