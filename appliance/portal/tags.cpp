#include "appliance/portal/tags.h"

#include <algorithm>

#include "appliance/base/text.h"
#include "appliance/portal/input.h"
#include "appliance/portal/query.h"

namespace gatehouse::portal {

std::vector<std::string> read_tags(JsonBody& body, const std::string& field) {
  auto tags = body.texts(field, kMostTags, kLongestTag);
  for (const std::string& tag : tags) {
    if (tag.find_first_of(",;") == std::string::npos) continue;
    body.fail(field, "A tag has no comma and no semicolon.");
    return {};
  }
  return tags;
}

std::vector<std::string> by_name(std::vector<std::string> tags) {
  std::ranges::sort(tags, {}, lower_ascii);
  return tags;
}

std::vector<std::string> wanted_tags(Query& query) {
  std::vector<std::string> wanted;
  const std::string named = query.text("tags", kMostTags * (kLongestTag + 1));
  for (const std::string& part : split(named, ',')) {
    std::string tag = lower_ascii(trimmed(part));
    if (tag.empty() || std::ranges::find(wanted, tag) != wanted.end()) continue;
    wanted.push_back(std::move(tag));
  }
  if (wanted.size() > kMostTags) query.fail("tags", "Name at most " + std::to_string(kMostTags) + ".");
  return wanted;
}

std::string joined_tags(const std::vector<std::string>& tags) {
  std::string joined;
  for (const std::string& tag : tags) joined += (joined.empty() ? "" : "; ") + tag;
  return joined;
}

}  // namespace gatehouse::portal
