-- kinds: how many different values each attribute takes, an unknown one counting as a value
select {kinds} from trendkit_contrast_portrait
