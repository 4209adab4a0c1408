// A second person's word, which some machines want before anybody connects (Client::approval_required): good for who asked
// for it, for this machine, until its end.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "appliance/portal/found.h"
#include "db/approval_repository.h"

namespace gatehouse::portal {

struct Context;
struct Services;

inline constexpr std::int64_t kApprovalWaits = 30 * 60;  // for somebody to decide; seconds
inline constexpr std::int64_t kShortestApproval = 15, kLongestApproval = 8 * 60;  // minutes
inline constexpr std::size_t kMostApproversTold = 20;                             // by mail

// By which the caller may connect to this machine now; nothing: it wants none. Refused: it wants one (403 `approval_needed`).
Found<std::optional<db::Approval>> approval_to_connect(Context& context, const db::Client& client);

// May a session go on that was begun by this approval, or by none?
Result<bool> is_approved(Services& services, const db::Client& client, std::optional<db::ApprovalId> by,
                         std::int64_t now);

// As the caller sees it.
nlohmann::json approval_view(const Context& context, const db::Approval& approval);

// Tells those who may decide, as far as mail is sent; part of the transaction in which it was asked.
Refusal tell_approvers(Context& context, const db::Approval& approval);

}  // namespace gatehouse::portal
