// Filters by hand: the language in the prompt, mistakes that keep it open, values that are pointed at, and the palette.

package tui

import "testing"

func TestFilterPrompt(t *testing.T) {
	u := sit(t, incident().doors(), 200, 30).press("5").write("/")
	u.shows("tab since:").write("nmae:x").press("enter").shows("column 1: there is no field nmae", "filter nmae:x", "!No event")
	u.write("#").shows("#nmae:x") // the cursor stands where the mistake is
	u.press("ctrl+a", "ctrl+k").write("na").press("tab").shows("filter name:").write("DetachInternetGateway -ip:10.0.0.0/8").press("enter")
	u.shows("filter name:DetachInternetGateway -ip:10.0.0.0/8", "event 1 of 13", "!DescribeVpcs").press("/").write("since:yes").press("enter")
	u.shows("column 49: \"yes\" is no time").press("esc").shows("filter name:DetachInternetGateway -ip:10.0.0.0/8")
}

func TestPivot(t *testing.T) {
	u := sit(t, incident().doors(), 200, 30).press("5", "down", "right", "i").shows("filter name:DetachInternetGateway", "event 1 of 13")
	u.press("o").shows("filter name:DetachInternetGateway -name:DetachInternetGateway", "No event passes")
	u.press("/", "ctrl+u", "enter", "home", "left", "i").shows("events are not filtered by this column")
	u.press("home", "right", "right", "i").shows("there is no value under the cursor")
	u.press("down", "o").shows("filter -error:DependencyViolation", "event 1 of 35")
	u.press("x", "1", "i").shows(`filter account:111122223333 is:error -error:DependencyViolation`)
	u.press("?", "i").shows("there is no value to point at here")
}

func TestTouching(t *testing.T) {
	u := sit(t, incident().doors(), 200, 30).press("2", "right", "right", "T").shows("Chains › everything that touched vpc-0a1", "event 1 of 13")
	u.press("w", "esc").shows("filter is:write").press("right", "T").shows("this is no resource")
	u.press("x", "5", "enter").write("/vpc-0a1").press("enter", "T").shows("this is no resource") // no id has so few digits
	u.write("/").press("ctrl+u").write("eventName").press("enter", "i").shows("filter name:DetachInternetGateway is:error is:write")
	u.write("/").press("ctrl+u").write("arn:").press("enter", "T").shows("› assumed-role/ops/mallory", "sessions 2").press("esc", "i")
	u.shows("filter principal:arn:aws:sts::111122223333:assumed-role/ops/mallory name:DetachInternetGateway is:e")
}

func TestPalette(t *testing.T) {
	u := sit(t, incident().doors(), 200, 40).press("5").write(":").shows("Timeline › Palette", "chains", "only events with an error")
	u.write("an err").press("enter").shows("!Palette", "filter is:error", "event 1 of 12")
	u.write(":cha").press("tab").shows(": chains").press("enter").shows("Chains", "vpc-0a2")
	u.write(":times in").press("enter").shows("times are in UTC", "!Palette")
	u.write(":filter").press("enter").shows("filter is:error", "tab since:").press("esc")
	u.write(":").press("down", "enter").shows("Chains", "vpc-0a2").write(":nothing of the kind").press("enter").shows("there is no page or action").press("esc").shows("!Palette")
}
