#include "appliance/policy/business_hours.h"

#include "appliance/base/calendar.h"
#include "tests/support/catch.h"

namespace gatehouse::policy_business_hours_test {

using policy::BusinessHours;
using policy::LocalMinute;

std::int64_t utc(int year, unsigned month, unsigned day, int hour, int minute, int second = 0) {
  return unix_seconds({year, month, day, hour, minute, second});
}

BusinessHours hours(const std::string& text) {
  const auto read = BusinessHours::from_text(text);
  INFO(text);
  REQUIRE(read);
  CHECK(read->to_text() == text);
  return *read;
}

const std::string kOffice =
    "monday 08:00-12:00 13:00-17:30;tuesday 08:00-17:30;wednesday 08:00-17:30;friday 08:00-12:00";

// Central Europe in 2026: clocks go on at 01:00 UTC on March 29, and back at 01:00 UTC on October 25.
std::int64_t berlin(std::int64_t at) {
  return at >= utc(2026, 3, 29, 1, 0) && at < utc(2026, 10, 25, 1, 0) ? 7200 : 3600;
}
std::int64_t none(std::int64_t) {
  return 0;
}

TEST_CASE("a span is two times of a day, also over midnight", "[policy]") {
  struct Row {
    const char* typed;
    const char* shown;  // empty: it is none
    int begin = 0, end = 0;
  };
  const Row rows[] = {
      {"08:00-17:30", "08:00-17:30", 480, 1050},
      {" 08:00 - 17:30 ", "08:00-17:30", 480, 1050},
      {"22:00-06:00", "22:00-06:00", 1320, 1800},
      {"00:00-24:00", "00:00-24:00", 0, 1440},
      {"18:00-24:00", "18:00-24:00", 1080, 1440},
      {"18:00-00:00", "18:00-24:00", 1080, 1440},
      {"23:59-00:01", "23:59-00:01", 1439, 1441},
      {"08:00-08:00", ""},
      {"24:00-08:00", ""},
      {"8:00-17:30", ""},
      {"08:00", ""},
      {"08:00-", ""},
      {"-17:30", ""},
      {"08:60-17:30", ""},
      {"08:00-24:01", ""},
      {"08:00-25:00", ""},
      {"08.00-17.30", ""},
      {"08:00–17:30", ""},
      {"08:00-17:30-18:00", ""},
      {"+8:00-17:30", ""},
      {"", ""},
      {"always", ""},
  };
  for (const Row& row : rows) {
    INFO(row.typed);
    const auto span = policy::parse_span(row.typed);
    CHECK(span.has_value() == (row.shown != std::string()));
    if (!span) continue;
    CHECK(*span == policy::Span{row.begin, row.end});
    CHECK(policy::to_text(*span) == row.shown);
  }
}

TEST_CASE("a timetable is kept as text and read again, and one that means nothing is none", "[policy]") {
  CHECK(hours("").always());
  CHECK_FALSE(hours(kOffice).always());
  CHECK(BusinessHours::from_text("monday 13:00-17:00 08:00-12:00")->to_text() ==
        "monday 08:00-12:00 13:00-17:00");
  for (const char* broken :
       {"monday", "moonday 08:00-12:00", "monday 08:00", ";", "monday 08:00-12:00 11:59-13:00",
        "monday 01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00", "Monday 08:00-12:00",
        "monday 22:00-06:00 23:00-24:00"}) {
    INFO(broken);
    CHECK_FALSE(BusinessHours::from_text(broken));
  }
  // What goes on into the next day may meet that day's own.
  CHECK(BusinessHours::from_text("monday 22:00-06:00;tuesday 05:00-07:00"));
}

TEST_CASE("it is open from the first minute of a span to the last", "[policy]") {
  struct Row {
    const char* hours;
    int weekday;
    const char* time;
    bool open;
  };
  const std::string nights = "friday 22:00-06:00;sunday 23:00-01:00";
  const Row rows[] = {
      {"", 3, "03:00", true},
      {kOffice.c_str(), 0, "07:59", false},
      {kOffice.c_str(), 0, "08:00", true},
      {kOffice.c_str(), 0, "11:59", true},
      {kOffice.c_str(), 0, "12:00", false},
      {kOffice.c_str(), 0, "13:00", true},
      {kOffice.c_str(), 0, "17:30", false},
      {kOffice.c_str(), 3, "10:00", false},
      {kOffice.c_str(), 6, "10:00", false},
      {nights.c_str(), 4, "21:59", false},
      {nights.c_str(), 4, "22:00", true},
      {nights.c_str(), 4, "05:59", false},
      {nights.c_str(), 5, "05:59", true},
      {nights.c_str(), 5, "06:00", false},
      {nights.c_str(), 6, "23:30", true},  // over the end of the week
      {nights.c_str(), 0, "00:59", true},
      {nights.c_str(), 0, "01:00", false},
      {"monday 00:00-24:00", 0, "00:00", true},
      {"monday 00:00-24:00", 0, "23:59", true},
      {"monday 00:00-24:00", 1, "00:00", false},
  };
  for (const Row& row : rows) {
    INFO(row.hours << " / " << row.weekday << " " << row.time);
    const int minute = std::stoi(row.time) * 60 + std::stoi(std::string(row.time).substr(3));
    CHECK(hours(row.hours).is_open({row.weekday, minute}) == row.open);
  }
}

TEST_CASE("what the wall shows follows from UTC and how far it is from there", "[policy]") {
  CHECK(policy::local_minute(0, 0) == LocalMinute{3, 0});  // a Thursday
  CHECK(policy::local_minute(-1, 0) == LocalMinute{2, 1439});
  CHECK(policy::local_minute(utc(2026, 11, 22, 23, 30), 3600) == LocalMinute{0, 30});
  CHECK(policy::local_minute(utc(2026, 11, 23, 3, 0), -5 * 3600) == LocalMinute{6, 22 * 60});
  CHECK(policy::local_minute(utc(2026, 11, 23, 12, 0), 5 * 3600 + 1800) == LocalMinute{0, 17 * 60 + 30});
}

TEST_CASE("the next opening and the next closing are found, whatever the clocks do meanwhile", "[policy]") {
  struct Row {
    const char* what;
    const char* hours;
    policy::UtcOffset offset;
    std::int64_t now;
    std::int64_t change;  // 0: it never changes
  };
  const std::string all_week =
      "monday 00:00-24:00;tuesday 00:00-24:00;wednesday 00:00-24:00;thursday 00:00-24:00;friday 00:00-24:00;"
      "saturday 00:00-24:00;sunday 00:00-24:00";
  const Row rows[] = {
      {"no hours", "", none, utc(2026, 11, 23, 3, 0), 0},
      {"every day", all_week.c_str(), berlin, utc(2026, 11, 23, 3, 0), 0},
      {"opens today", kOffice.c_str(), none, utc(2026, 11, 23, 3, 0, 17), utc(2026, 11, 23, 8, 0)},
      {"in the last second before", kOffice.c_str(), none, utc(2026, 11, 23, 7, 59, 59),
       utc(2026, 11, 23, 8, 0)},
      {"has just opened", kOffice.c_str(), none, utc(2026, 11, 23, 8, 0), utc(2026, 11, 23, 12, 0)},
      {"opens again after noon", kOffice.c_str(), none, utc(2026, 11, 23, 12, 0), utc(2026, 11, 23, 13, 0)},
      {"over a day without hours", kOffice.c_str(), none, utc(2026, 11, 25, 17, 30), utc(2026, 11, 27, 8, 0)},
      {"over the weekend", kOffice.c_str(), none, utc(2026, 11, 27, 12, 0), utc(2026, 11, 30, 8, 0)},
      {"in local time", kOffice.c_str(), berlin, utc(2026, 11, 23, 3, 0), utc(2026, 11, 23, 7, 0)},
      {"a night of a week ago", "monday 22:00-06:00", none, utc(2026, 11, 24, 6, 0),
       utc(2026, 11, 30, 22, 0)},
      {"days that touch are one", "monday 22:00-24:00;tuesday 00:00-06:00", none, utc(2026, 11, 23, 23, 0),
       utc(2026, 11, 24, 6, 0)},
      {"the week's end is no end", "monday 00:00-06:00;sunday 20:00-24:00", none, utc(2026, 11, 22, 21, 0),
       utc(2026, 11, 23, 6, 0)},
      {"clocks have gone on over the weekend", kOffice.c_str(), berlin, utc(2026, 3, 27, 12, 0),
       utc(2026, 3, 30, 6, 0)},
      {"clocks have gone back over the weekend", kOffice.c_str(), berlin, utc(2026, 10, 23, 12, 0),
       utc(2026, 10, 26, 7, 0)},
      {"it would open in the hour that is left out", "sunday 02:30-05:00", berlin, utc(2026, 3, 28, 12, 0),
       utc(2026, 3, 29, 1, 0)},
      {"and closes as the wall says", "sunday 02:30-05:00", berlin, utc(2026, 3, 29, 1, 0),
       utc(2026, 3, 29, 3, 0)},
      {"hours wholly in what is left out", "sunday 02:10-02:50", berlin, utc(2026, 3, 28, 12, 0),
       utc(2026, 4, 5, 0, 10)},
      {"it would close in the hour that is left out", "saturday 20:00-02:30", berlin, utc(2026, 3, 28, 22, 0),
       utc(2026, 3, 29, 1, 0)},
      {"the hour that comes twice: the first time", "sunday 02:15-02:45", berlin, utc(2026, 10, 24, 12, 0),
       utc(2026, 10, 25, 0, 15)},
      {"closes for the first time", "sunday 02:15-02:45", berlin, utc(2026, 10, 25, 0, 15),
       utc(2026, 10, 25, 0, 45)},
      {"opens again", "sunday 02:15-02:45", berlin, utc(2026, 10, 25, 0, 45), utc(2026, 10, 25, 1, 15)},
      {"opens again with the change", "sunday 02:00-02:45", berlin, utc(2026, 10, 25, 0, 45),
       utc(2026, 10, 25, 1, 0)},
      {"a night with an hour more", "saturday 22:00-06:00", berlin, utc(2026, 10, 24, 20, 0),
       utc(2026, 10, 25, 5, 0)},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    const BusinessHours table = hours(row.hours);
    const auto change = table.next_change(row.now, row.offset);
    CHECK(change.value_or(0) == row.change);
    if (!change) continue;
    CHECK(table.is_open_at(*change, row.offset) != table.is_open_at(row.now, row.offset));
    CHECK(table.is_open_at(*change - 1, row.offset) == table.is_open_at(row.now, row.offset));
  }
}

}  // namespace gatehouse::policy_business_hours_test
