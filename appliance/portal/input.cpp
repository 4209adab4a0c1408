#include "appliance/portal/input.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/policy/email_address.h"
#include "appliance/portal/problem.h"

namespace gatehouse::portal {

namespace {

using nlohmann::json;

bool is_json_type(std::string_view content_type) {
  const std::string type = lower_ascii(trimmed(content_type.substr(0, content_type.find(';'))));
  return type == "application/json";
}

struct Parsed {
  json value;
  bool too_deep = false;
  bool twice = false;
};

Parsed parse(const std::string& text) {
  Parsed parsed;
  std::vector<std::set<std::string>> seen;  // in the objects that are open now, by their depth
  const auto watch = [&](int depth, json::parse_event_t event, json& part) {
    if (depth > JsonBody::kMaxDepth) parsed.too_deep = true;
    const auto level = static_cast<std::size_t>(depth);
    if (event == json::parse_event_t::object_start) {
      seen.resize(level + 1);
      seen.emplace_back();
    } else if (event == json::parse_event_t::key && !seen.at(level).insert(part.get<std::string>()).second) {
      parsed.twice = true;
    }
    return !parsed.too_deep;
  };
  parsed.value = json::parse(text, watch, /*allow_exceptions=*/false);
  return parsed;
}

}  // namespace

JsonBody::JsonBody(const http::Request& request, std::size_t most_bytes)
    : object_(std::make_unique<json>(json::object())) {
  if (!is_json_type(request.header("content-type"))) {
    broken_ = to_response({415, "wrong_content_type", "Send JSON, with Content-Type: application/json."});
  } else if (request.body.size() > most_bytes) {
    broken_ = to_response({413, "too_large", "The request is too large."});
  } else {
    Parsed parsed = parse(request.body);
    if (parsed.too_deep || parsed.twice || !parsed.value.is_object()) {
      broken_ = to_response({400, "invalid_json",
                             parsed.twice ? "A field is there twice."
                                          : "The request is no JSON object, or it is nested too deep."});
    } else {
      *object_ = std::move(parsed.value);
    }
  }
}

JsonBody::JsonBody(const json& object) : object_(std::make_unique<json>(object)) {}

JsonBody::~JsonBody() = default;

const json* JsonBody::find_field(const std::string& field) {
  known_.insert(field);
  if (broken_) return nullptr;
  const auto found = object_->find(field);
  if (found != object_->end()) return &*found;
  errors_.emplace(field, "This is missing.");
  return nullptr;
}

const std::string* JsonBody::string_field(const std::string& field) {
  const json* found = find_field(field);
  if (found == nullptr) return nullptr;
  if (!found->is_string()) {
    errors_.emplace(field, "This must be text.");
    return nullptr;
  }
  return found->get_ptr<const std::string*>();
}

void JsonBody::check_length(const std::string& field, std::size_t length, std::size_t min, std::size_t max) {
  if (length == 0 && min > 0) {
    errors_.emplace(field, "This must not be empty.");
  } else if (length < min) {
    errors_.emplace(field, "Use at least " + std::to_string(min) + " characters.");
  } else if (length > max) {
    errors_.emplace(field, "Use at most " + std::to_string(max) + " characters.");
  }
}

std::string JsonBody::text(const std::string& field, std::size_t min, std::size_t max) {
  const std::string* value = string_field(field);
  if (value == nullptr) return {};
  if (!is_plain_text(*value)) {
    errors_.emplace(field, "This must be one line of text without control characters.");
    return {};
  }
  const std::string_view line = trimmed(*value);
  check_length(field, length_in_characters(line), min, max);
  return std::string(line);
}

std::string JsonBody::lines(const std::string& field, std::size_t max) {
  const std::string* value = string_field(field);
  if (value == nullptr) return {};
  std::string joined;
  for (const std::string& line : split(*value, '\n')) {
    const std::string_view shown = trimmed(line);
    if (!is_plain_text(shown)) {
      errors_.emplace(field, "This must be text without control characters.");
      return {};
    }
    joined.append(shown) += '\n';
  }
  const std::size_t last = joined.find_last_not_of('\n');
  joined.erase(last == std::string::npos ? 0 : last + 1);
  check_length(field, length_in_characters(joined), 0, max);
  return joined;
}

bool JsonBody::has(const std::string& field) const {
  return object_->contains(field);
}

bool JsonBody::is_empty(const std::string& field) {
  if (!has(field)) return false;
  const json& value = *find_field(field);
  return value.is_null() || (value.is_string() && trimmed(value.get_ref<const std::string&>()).empty());
}

std::optional<std::string> JsonBody::optional_text(const std::string& field, std::size_t max) {
  const json* found = find_field(field);
  if (found == nullptr || found->is_null()) return std::nullopt;
  std::string line = text(field, 0, max);
  if (line.empty()) return std::nullopt;
  return line;
}

bool JsonBody::boolean(const std::string& field) {
  const json* found = find_field(field);
  if (found == nullptr) return false;
  if (!found->is_boolean()) errors_.emplace(field, "This must be true or false.");
  return found->is_boolean() && found->get<bool>();
}

std::string JsonBody::choice(const std::string& field, const std::vector<std::string>& words) {
  known_.insert(field);
  if (broken_ || !has(field)) return words.front();
  const std::string* value = string_field(field);
  if (value == nullptr) return words.front();
  if (std::find(words.begin(), words.end(), *value) != words.end()) return *value;
  std::string known;
  for (const std::string& word : words) known += (known.empty() ? "" : ", ") + word;
  errors_.emplace(field, "This must be one of: " + known + ".");
  return words.front();
}

policy::Tier JsonBody::license(const std::string& field) {
  std::vector<std::string> keys;
  for (const policy::Tier tier : policy::all_tiers())
    keys.insert(keys.begin(), std::string(policy::tier_key(tier)));
  return policy::find_tier(choice(field, keys)).value_or(policy::kDefaultTier);
}

std::int64_t JsonBody::integer(const std::string& field, std::int64_t low, std::int64_t high) {
  const json* found = find_field(field);
  if (found == nullptr) return low;
  // An unsigned number beyond 63 bits is none of ours either.
  const bool fits = found->is_number_integer() &&
                    (!found->is_number_unsigned() || found->get<std::uint64_t>() <= INT64_MAX);
  const std::int64_t number = fits ? found->get<std::int64_t>() : low;
  if (fits && number >= low && number <= high) return number;
  errors_.emplace(
      field, "This must be a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ".");
  return low;
}

std::optional<std::int64_t> JsonBody::optional_integer(const std::string& field, std::int64_t low,
                                                       std::int64_t high) {
  const json* found = find_field(field);
  if (found == nullptr || found->is_null()) return std::nullopt;
  return integer(field, low, high);
}

std::vector<std::int64_t> JsonBody::ids(const std::string& field, std::size_t most) {
  const json* found = find_field(field);
  std::vector<std::int64_t> ids;
  if (found == nullptr) return ids;
  const auto refuse = [&](std::string words) {
    errors_.emplace(field, std::move(words));
    return std::vector<std::int64_t>();
  };
  if (!found->is_array()) return refuse("This must be a list.");
  if (found->size() > most) return refuse("Name at most " + std::to_string(most) + ".");
  for (const json& one : *found) {
    const auto id =
        one.is_string() ? parse_integer(one.get_ref<const std::string&>(), 1, INT64_MAX) : std::nullopt;
    if (!id) return refuse("This must be a list of IDs, each as text.");
    if (std::find(ids.begin(), ids.end(), *id) != ids.end()) return refuse("One is named twice.");
    ids.push_back(*id);
  }
  return ids;
}

std::vector<std::string> JsonBody::words(const std::string& field, const std::vector<std::string>& known) {
  const json* found = find_field(field);
  std::vector<std::string> words;
  if (found == nullptr) return words;
  const auto refuse = [&](std::string why) {
    errors_.emplace(field, std::move(why));
    return std::vector<std::string>();
  };
  if (!found->is_array()) return refuse("This must be a list.");
  if (found->empty()) return refuse("Choose at least one.");
  for (const json& one : *found) {
    const auto word =
        one.is_string() ? std::ranges::find(known, one.get_ref<const std::string&>()) : known.end();
    if (word == known.end()) return refuse("One of these is not known.");
    if (std::ranges::find(words, *word) != words.end()) return refuse("One is named twice.");
    words.push_back(*word);
  }
  return words;
}

std::vector<std::string> JsonBody::texts(const std::string& field, std::size_t most, std::size_t longest) {
  const json* found = find_field(field);
  std::vector<std::string> texts;
  if (found == nullptr) return texts;
  const auto refuse = [&](std::string words) {
    errors_.emplace(field, std::move(words));
    return std::vector<std::string>();
  };
  if (!found->is_array()) return refuse("This must be a list.");
  if (found->size() > most) return refuse("Name at most " + std::to_string(most) + ".");
  std::set<std::string> seen;
  for (const json& one : *found) {
    const auto* text = one.get_ptr<const std::string*>();
    if (text == nullptr || !is_plain_text(*text))
      return refuse("Each must be one line of text without control characters.");
    const std::string_view line = trimmed(*text);
    if (line.empty()) return refuse("One is empty.");
    if (length_in_characters(line) > longest)
      return refuse("Use at most " + std::to_string(longest) + " characters for each.");
    if (!seen.insert(lower_ascii(line)).second) return refuse("One is named twice.");
    texts.emplace_back(line);
  }
  return texts;
}

json JsonBody::objects(const std::string& field, std::size_t most) {
  const json* found = find_field(field);
  if (found == nullptr) return json::array();
  const bool good =
      found->is_array() && !found->empty() && found->size() <= most &&
      std::all_of(found->begin(), found->end(), [](const json& one) { return one.is_object(); });
  if (good) return *found;
  errors_.emplace(field, "This must be a list of 1 to " + std::to_string(most) + " objects.");
  return json::array();
}

json JsonBody::object(const std::string& field) {
  const json* found = find_field(field);
  if (found != nullptr && found->is_object()) return *found;
  if (found != nullptr) errors_.emplace(field, "This must be an object.");
  return json::object();
}

policy::Access JsonBody::access(const std::string& field) {
  const json* found = find_field(field);
  policy::Access access;
  if (found == nullptr) return access;
  if (!found->is_object()) {
    errors_.emplace(field, "This must be an object: a section and its level.");
    return access;
  }
  for (const auto& [key, level] : found->items()) {
    const auto section = policy::find_section(key);
    const auto meant =
        level.is_string() ? policy::find_level(level.get_ref<const std::string&>()) : std::nullopt;
    if (!section || !meant) {
      errors_.emplace(field,
                      section ? "A level must be none, view or edit." : "There is no such section: " + key);
      return access;
    }
    access.set(*section, *meant);
  }
  return access;
}

std::optional<std::int64_t> JsonBody::later_time(const std::string& field, std::int64_t now) {
  known_.insert(field);
  if (broken_ || !has(field) || object_->at(field).is_null()) return {};
  const std::string* value = string_field(field);
  if (value == nullptr) return {};
  const auto time = from_rfc3339(*value);
  if (!time) errors_.emplace(field, "This must be a time in UTC, such as 2030-12-31T18:00:00Z.");
  if (time && *time <= now) errors_.emplace(field, "This time is over already.");
  return time;
}

std::string JsonBody::password(const std::string& field, std::size_t min, std::size_t max) {
  const std::string* value = string_field(field);
  if (value == nullptr) return {};
  check_length(field, length_in_characters(*value), min, max);
  return *value;
}

std::string JsonBody::email(const std::string& field) {
  std::string address = lower_ascii(text(field, 3, 254));
  if (!errors_.contains(field) && !broken_ && !policy::is_email_address(address)) {
    errors_.emplace(field, "This is no e-mail address.");
  }
  return address;
}

std::optional<http::Response> JsonBody::refusal() {
  if (broken_) return broken_;
  for (const auto& [field, value] : object_->items()) {
    if (!known_.contains(field)) errors_.emplace(field, "There is no such field.");
  }
  if (errors_.empty()) return {};
  return invalid_fields(errors_);
}

}  // namespace gatehouse::portal
