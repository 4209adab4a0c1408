#include "appliance/config/ini_edit.h"

#include "appliance/config/settings.h"
#include "tests/support/catch.h"

namespace gatehouse::ini_edit_test {

struct Scenario {
  const char *what, *before, *name, *value, *after;  // no value: the default; no after: refused
};

constexpr Scenario kScenarios[] = {
    {"an empty file", "", "access.list", "on", "[access]\nlist=on\n"},
    {"a file without the section", "[agent]\nserver=box\n", "access.list", "on",
     "[agent]\nserver=box\n\n[access]\nlist=on\n"},
    {"no line end at the end", "[agent]\nserver=box", "access.list", "on",
     "[agent]\nserver=box\n\n[access]\nlist=on\n"},
    {"no line end at the end of the section itself", "[access]\nask_seconds=20", "access.list", "on",
     "[access]\nask_seconds=20\nlist=on\n"},
    {"an empty line at the end", "[agent]\nserver=box\n\n", "access.list", "on",
     "[agent]\nserver=box\n\n[access]\nlist=on\n"},
    {"in its place, with its comments", "; ours\n[access]\n; who\nlist=off\n; how long\nask_seconds=20\n",
     "access.list", "on", "; ours\n[access]\n; who\nlist=on\n; how long\nask_seconds=20\n"},
    {"spaces and the comment behind it stay", "[access]\n list = off  ; by Tom\n", "access.list", "on",
     "[access]\n list = on  ; by Tom\n"},
    {"a colon, capitals", "[Access]\nList: off\n", "access.list", "on", "[Access]\nList: on\n"},
    {"an empty value with a comment", "[agent]\nserver= ; none\n", "agent.server", "box",
     "[agent]\nserver=box ; none\n"},
    {"below the commented default", "[access]\n; Help\n;list=local\n\n;entries=\n", "access.list", "on",
     "[access]\n; Help\n;list=local\nlist=on\n\n;entries=\n"},
    {"a commented default of another section", "[agent]\n;list=local\n[access]\nask_seconds=20\n",
     "access.list", "on", "[agent]\n;list=local\n[access]\nask_seconds=20\nlist=on\n"},
    {"the comment of the next section stays with it", "[access]\nask_seconds=20\n\n; Screen\n[desktop]\n",
     "access.list", "on", "[access]\nask_seconds=20\nlist=on\n\n; Screen\n[desktop]\n"},
    {"a section that is there twice", "[access]\n[agent]\nserver=a\n[access]\n[desktop]\n", "access.list",
     "on", "[access]\n[agent]\nserver=a\n[access]\nlist=on\n[desktop]\n"},
    {"lines of Windows", "[access]\r\nlist=off\r\nask_seconds=20\r\n", "access.list", "on",
     "[access]\r\nlist=on\r\nask_seconds=20\r\n"},
    {"a new section among lines of Windows", "[agent]\r\nserver=a\r\n", "access.list", "on",
     "[agent]\r\nserver=a\r\n\r\n[access]\r\nlist=on\r\n"},
    {"a byte order mark", "\xEF\xBB\xBF[access]\nask_seconds=20\n", "access.list", "on",
     "\xEF\xBB\xBF[access]\nask_seconds=20\nlist=on\n"},
    {"twice becomes once", "[access]\nlist=off\nask_seconds=20\nlist=local\n", "access.list", "on",
     "[access]\nlist=on\nask_seconds=20\n"},
    {"a value over two lines", "[access]\nentries=@a\n  @b\nlist=off\n", "access.entries", "@c",
     "[access]\nentries=@c\nlist=off\n"},
    {"another value over two lines", "[access]\nentries=@a\n  @b\n", "access.list", "on",
     "[access]\nentries=@a\n  @b\nlist=on\n"},
    {"a commented default within a value over two lines", "[access]\nentries=@a\n;list=local\n  @b\n",
     "access.list", "on", "[access]\nentries=@a\n;list=local\n  @b\nlist=on\n"},
    {"back to the default", "[access]\nlist=on\nask_seconds=20\n", "access.list", nullptr,
     "[access]\nask_seconds=20\n"},
    {"all of it back to the default", "[access]\nentries=@a\n  @b\n; end\nentries=@c\n", "access.entries",
     nullptr, "[access]\n; end\n"},
    {"what is not there has its default already", "[access]\nlist=on\n", "access.entries", nullptr,
     "[access]\nlist=on\n"},
    {"an empty value", "[access]\nentries=@a\n", "access.entries", "", "[access]\nentries=\n"},
    {"spaces around the value", "", "agent.help_button", "  Press here ",
     "[agent]\nhelp_button=Press here\n"},
    {"a value that would be a comment", "", "agent.help_button", "Press ; here", nullptr},
    {"a value of two lines", "", "agent.help_button", "Press\nlist=off", nullptr},
    {"a value that turns around", "", "agent.help_button", "Press \xE2\x80\xAEhere", nullptr},
    {"a file that is none", "what is this\n", "access.list", "on", nullptr},
};

TEST_CASE("a setting is written into a file, and everything else stays", "[config]") {
  for (const Scenario& one : kScenarios) {
    INFO(one.what);
    const auto after =
        config::with_setting(one.before, "agent.ini", one.name,
                             one.value == nullptr ? std::nullopt : std::optional<std::string>(one.value));
    REQUIRE(static_cast<bool>(after) == (one.after != nullptr));
    if (after) CHECK(*after == one.after);
  }
}

TEST_CASE("every setting of the sample can be written below its help", "[config]") {
  std::string text = config::sample_ini();
  for (const config::SettingRow& row : config::setting_rows()) {
    const auto after =
        config::with_setting(text, "sample", std::string(row.name), std::string(row.default_value));
    INFO(row.name);
    REQUIRE(after);
    const std::string key(row.name.substr(row.name.find('.') + 1)),
        line = key + "=" + std::string(row.default_value) + "\n";
    CHECK(after->find(";" + line + line) != std::string::npos);
    CHECK(*config::with_setting(*after, "sample", std::string(row.name), std::nullopt) == text);
    text = *after;
  }
}

}  // namespace gatehouse::ini_edit_test
