// Changes one setting in the text of an ini file, and leaves everything else as somebody wrote it: comments, order, line ends. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "appliance/base/result.h"

namespace gatehouse::config {

// The text with `name` ("section.key") at `value`, once; without a value: with no line of it. The line stands where one stood
// before, else below the commented one, else at the end of its section, which is made when there is none. `path` is for errors: the
// text is no ini file, the value can't stand in one, or something else in the file would change its meaning with it.
Result<std::string> with_setting(std::string_view text, const std::string& path, const std::string& name,
                                 const std::optional<std::string>& value);

}  // namespace gatehouse::config
