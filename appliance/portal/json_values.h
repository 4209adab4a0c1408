// Values that may be missing, as the API writes them: null.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "appliance/base/text.h"

namespace gatehouse::portal {

inline nlohmann::json time_view(const std::optional<std::int64_t>& unix_seconds) {
  return unix_seconds ? nlohmann::json(rfc3339(*unix_seconds)) : nlohmann::json();
}

inline nlohmann::json id_view(const std::optional<std::int64_t>& id) {
  return id ? nlohmann::json(std::to_string(*id)) : nlohmann::json();
}

inline nlohmann::json text_view(const std::optional<std::string>& text) {
  return text ? nlohmann::json(*text) : nlohmann::json();
}

// {"expires_at": ...}
inline nlohmann::json until_view(const std::optional<std::int64_t>& expires_at) {
  return {{"expires_at", time_view(expires_at)}};
}

}  // namespace gatehouse::portal
