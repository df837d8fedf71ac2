module traillab

go 1.26.0
